import { describe, expect, it } from 'vitest';
import { DueQueue } from './due-queue.js';

const items = (due: readonly { item: string }[]) => due.map(({ item }) => item);

describe('DueQueue', () => {
  it('gives what is due in order of time, and of addition for equal times', () => {
    const queue = new DueQueue<string>();
    queue.add(20, 'late');
    queue.add(10, 'early');
    queue.add(20, 'late too');
    expect(items(queue.dueBy(9))).toEqual([]);
    expect(items(queue.dueBy(10))).toEqual(['early']);
    expect(items(queue.dueBy(20))).toEqual(['early', 'late', 'late too']);
  });

  it('gives each item once when taken', () => {
    const queue = new DueQueue<string>();
    queue.add(10, 'a');
    queue.add(20, 'b');
    expect(queue.takeDue(15)).toEqual([{ at: 10, item: 'a' }]);
    expect(items(queue.takeDue(30))).toEqual(['b']);
    expect(queue.takeDue(30)).toEqual([]);
  });

  it('forgets a deleted item and does not mind an unknown one', () => {
    const queue = new DueQueue<string>();
    queue.add(10, 'a');
    queue.delete('a');
    queue.delete('b');
    expect(queue.dueBy(10)).toEqual([]);
  });
});
