import { Alert } from './alerts/alert';
import { archiveAlerts } from './alerts/archive';
import { instancesAlerts } from './alerts/instances';
import { platformAlerts } from './alerts/platform';
import { replicationAlerts } from './alerts/replication';
import { resourcesAlerts } from './alerts/resources';

/** Every alert. Their names are those of the runbooks in docs/runbooks. @public */
export const ALERTS: Alert[] = [
  ...instancesAlerts,
  ...replicationAlerts,
  ...resourcesAlerts,
  ...archiveAlerts,
  ...platformAlerts,
];
