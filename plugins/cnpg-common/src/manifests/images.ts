import { Environment } from '../environments/environment';

type Images = Pick<Environment, 'images' | 'imageCatalog'>;

/** PostgreSQL major versions that an environment offers, oldest first. @public */
export const versionsOf = ({ images, imageCatalog }: Images): string[] =>
  [...(imageCatalog?.majors ?? Object.keys(images))].sort(
    (a, b) => Number(a) - Number(b),
  );

/** Pinned: without either field the PostgreSQL major version moves with the operator. */
export const imageFields = (
  version: string,
  { images, imageCatalog }: Images,
): Record<string, unknown> =>
  imageCatalog
    ? {
        imageCatalogRef: {
          apiGroup: 'postgresql.cnpg.io',
          kind: imageCatalog.kind,
          name: imageCatalog.name,
          major: Number(version),
        },
      }
    : { imageName: images[version] };

/** When the PostgreSQL project ends a major version (postgresql.org/support/versioning, read 2026-11). */
const END_OF_LIFE: Record<string, string> = {
  '13': '2025-11-13',
  '14': '2026-11-12',
  '15': '2027-11-11',
  '16': '2028-11-09',
  '17': '2029-11-08',
  '18': '2030-11-14',
};

/** The day (`YYYY-MM-DD`) of a major version's last release; undefined where it is not known here. @public */
export const endOfLife = (version: string): string | undefined =>
  END_OF_LIFE[version];

/** The major version in an image's name: `:15.14-standard-bookworm`; undefined where it tells none, as with a digest alone. */
export function majorOf(image: string | undefined): number | undefined {
  const match = /:(\d+)(?:[.\d]*)(?:-[\w.-]+)?(?:@.*)?$/.exec(image ?? '');
  return match ? Number(match[1]) : undefined;
}
