import { merge } from 'node-diff3';

type Files = Map<string, string>;

/** What a merge of two branches gives; `conflicts` are the paths that both changed in the same place. */
export interface Merged {
  files: Files;
  conflicts: string[];
}

const lines = (text: string | undefined) => text?.split('\n') ?? [];

/** Merges whole trees as git does: file by file, and line by line where both sides changed one. */
export function threeWayMerge(base: Files, ours: Files, theirs: Files): Merged {
  const files: Files = new Map();
  const conflicts: string[] = [];
  for (const path of new Set([...ours.keys(), ...theirs.keys()])) {
    const [before, mine, other] = [base, ours, theirs].map(tree =>
      tree.get(path),
    );
    if (mine === other || other === before) {
      if (mine !== undefined) files.set(path, mine);
    } else if (mine === before) {
      if (other !== undefined) files.set(path, other);
    } else {
      const { conflict, result } = merge(
        lines(mine),
        lines(before),
        lines(other),
      );
      if (conflict) conflicts.push(path);
      files.set(path, result.join('\n'));
    }
  }
  return { files, conflicts };
}
