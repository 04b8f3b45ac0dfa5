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
    // The pods answer only once the operator is there, which needs the API server first.
    const later: { installation?: Installation } = {};
    const plane = await ControlPlane.start({
      ...options,
      pods: (ip, port, path) => {
        const at = later.installation?.world.podAt(ip);
        return (
          at && later.installation?.answer(at.namespace, at.pod, port, path)
        );
      },
    });
    const installation = new Installation(plane.admin, options);
    later.installation = installation;
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
