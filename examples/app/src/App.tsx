import { createApp } from '@backstage/frontend-defaults';
import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { SignInPageBlueprint } from '@backstage/plugin-app-react';

const personas = SignInPageBlueprint.make({
  params: {
    loader: () => import('./PersonaPage').then(module => module.PersonaPage),
  },
});

export const app = createApp({
  features: [createFrontendModule({ pluginId: 'app', extensions: [personas] })],
});
