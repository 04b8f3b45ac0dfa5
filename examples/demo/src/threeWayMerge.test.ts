import { threeWayMerge } from './threeWayMerge';

const tree = (files: Record<string, string>) => new Map(Object.entries(files));
const BASE = tree({ list: 'a\nb\nc\n', old: 'x' });

describe('threeWayMerge', () => {
  it('keeps what the other branch brought meanwhile', () => {
    const ours = tree({ list: 'a\nb\nc\n', old: 'x', mine: '1' });
    const theirs = tree({ list: 'A\nb\nc\n', old: 'x', theirs: '2' });
    expect(threeWayMerge(BASE, ours, theirs)).toEqual({
      files: tree({ list: 'A\nb\nc\n', old: 'x', mine: '1', theirs: '2' }),
      conflicts: [],
    });
  });

  it('joins changes of one file in different places', () => {
    const ours = tree({ list: 'A\nb\nc\n', old: 'x' });
    const theirs = tree({ list: 'a\nb\nC\n', old: 'x' });
    expect(threeWayMerge(BASE, ours, theirs).files.get('list')).toBe(
      'A\nb\nC\n',
    );
  });

  it('names a file that both changed in one place', () => {
    const ours = tree({ list: 'a\nb\nc\nmine\n', old: 'x' });
    const theirs = tree({ list: 'a\nb\nc\ntheirs\n', old: 'x' });
    expect(threeWayMerge(BASE, ours, theirs).conflicts).toEqual(['list']);
  });

  it('removes what one side removed and the other left alone', () => {
    const theirs = tree({ list: 'a\nb\nc\n' });
    expect(threeWayMerge(BASE, BASE, theirs).files.has('old')).toBe(false);
  });
});
