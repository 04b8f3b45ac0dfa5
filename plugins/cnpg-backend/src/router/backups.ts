import { cnpgClusterBackupPermission } from '@naytife/backstage-plugin-cnpg-common';
import { Router } from 'express';
import { backupNow } from '../actions/backupNow';
import type { RouterDeps } from './createRouter';

export function addBackups(
  router: Router,
  { inventory, access, auditor }: RouterDeps,
): void {
  router.post('/clusters/:environment/:name/backups', async (req, res) => {
    const event = await auditor.createEvent({
      eventId: 'backup-now',
      severityLevel: 'medium',
      request: req,
      meta: { cluster: `${req.params.environment}/${req.params.name}` },
    });
    try {
      const { entry } = await access.cluster(
        req,
        req.params,
        cnpgClusterBackupPermission,
      );
      const backup = await backupNow(inventory, entry);
      await event.success({ meta: backup });
      res.status(201).json(backup);
    } catch (error) {
      await event.fail({ error: error as Error });
      throw error;
    }
  });
}
