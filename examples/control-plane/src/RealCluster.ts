import { Installation } from '@naytife/cnpg-simulator';
import { ControlPlane, ControlPlaneOptions } from './ControlPlane';

/** A real API server with the simulated operator and plugin in it: all that CNPG writes, kept and judged by Kubernetes itself. */
export class RealCluster {
  private constructor(
    readonly plane: ControlPlane,
    readonly installation: Installation,
  ) {}

  static async start(
    options: ControlPlaneOptions & {
      namespaces: string[];
      speed?: number;
      onError?: (error: unknown) => void;
    },
  ): Promise<RealCluster> {
    let installation: Installation | undefined;
    const plane = await ControlPlane.start({
      ...options,
      pods: (ip, port, path) => {
        const at = installation?.world.podAt(ip);
        return at && installation?.answer(at.namespace, at.pod, port, path);
      },
    });
    installation = new Installation(plane.admin, options);
    try {
      await installation.start(options.namespaces);
    } catch (error) {
      await plane.stop();
      throw error;
    }
    return new RealCluster(plane, installation);
  }

  async stop(): Promise<void> {
    this.installation.stop();
    await this.plane.stop();
  }
}
