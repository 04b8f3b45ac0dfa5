const BOUNDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

/** How long the shop's queries took, as a histogram that Prometheus reads. */
export class QueryTimes {
  private readonly seen = new Map<string, number[]>();

  note(database: string, seconds: number): void {
    const times = this.seen.get(database) ?? [];
    times.push(seconds);
    this.seen.set(database, times);
  }

  text(namespace: string): string {
    const name = 'naytife_db_query_duration_seconds';
    const series = [...this.seen].flatMap(([database, times]) => {
      const of = `namespace="${namespace}",database="${database}"`;
      const below = (bound: number) =>
        times.filter(seconds => seconds <= bound).length;
      return [
        ...BOUNDS.map(
          bound => `${name}_bucket{${of},le="${bound}"} ${below(bound)}`,
        ),
        `${name}_bucket{${of},le="+Inf"} ${times.length}`,
        `${name}_sum{${of}} ${times.reduce((sum, item) => sum + item, 0)}`,
        `${name}_count{${of}} ${times.length}`,
      ];
    });
    return `# TYPE ${name} histogram\n${series.join('\n')}\n`;
  }
}
