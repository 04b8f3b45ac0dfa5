import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { METRICS, parseCluster } from '@naytife/backstage-plugin-cnpg-common';
import { CERTIFICATE_METRIC, exportCertificates } from './certificateMetric';

const clusters = (status: object) =>
  [
    {
      cluster: parseCluster({
        metadata: { name: 'db', namespace: 'shop' },
        spec: {},
        status,
      }).object,
    },
  ] as never;

function observed(status: object): [number, object][] {
  const seen: [number, object][] = [];
  const metrics = metricsServiceMock.mock({
    createObservableGauge: () => ({
      addCallback: callback => {
        void callback({
          observe: (value: number, labels: object) =>
            seen.push([value, labels]),
        } as never);
      },
      removeCallback: () => undefined,
    }),
  });
  exportCertificates(metrics, { clusters: () => clusters(status) });
  return seen;
}

describe('the certificate metric', () => {
  it('tells each certificate’s end as CNPG writes it, with the labels that the alert reads', () => {
    expect(
      observed({
        certificates: {
          expirations: { 'db-ca': '2027-02-22 12:44:04 +0000 UTC' },
        },
      }),
    ).toEqual([
      [
        Date.parse('2027-02-22T12:44:04Z') / 1000,
        { namespace: 'shop', cluster: 'db', secret: 'db-ca' },
      ],
    ]);
  });

  it('tells nothing of a certificate whose end is not known', () => {
    expect(observed({})).toEqual([]);
    expect(
      observed({ certificates: { expirations: { 'db-ca': 'soon' } } }),
    ).toEqual([]);
  });

  it('has the name that the rules ask for', () => {
    expect(METRICS).toHaveProperty(CERTIFICATE_METRIC);
  });
});
