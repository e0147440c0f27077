import { oracleErrorAt } from '../../oracle-error.ts';
import type { Partition, Table } from '../catalog/table.ts';
import { compileExpression } from '../expressions/compile.ts';
import type { EvaluationContext } from '../expressions/scope.ts';
import type { HeapSegment } from '../store/segment.ts';
import type { PartitionSelector } from '../syntax/ast-query.ts';
import type { BlockScope } from './block-scope.ts';
import { partitionFor } from './partition-routing.ts';

export type SegmentSelection = (context: EvaluationContext) => readonly HeapSegment[];

/** The segments a FROM clause reads: all of the table, or those of PARTITION (p), SUBPARTITION (s), PARTITION FOR (v). */
export function selectSegments(table: Table, selector: PartitionSelector | null, scope: BlockScope): SegmentSelection {
  const { session } = scope.parsing.state;
  if (table.temporary !== 'no') return () => [session.temporarySegment(table)];
  if (selector === null) return () => allSegments(table);
  if (table.partitioning === null) throw oracleErrorAt(selector.offset, 14501);
  if (selector.kind === 'partition' && 'name' in selector) {
    const { text } = selector.name;
    const found = table.partitions.find((partition) => partition.name === text);
    if (found === undefined) throw oracleErrorAt(selector.offset, 2149);
    return () => segmentsOf(found);
  }
  if ('name' in selector) {
    const { text } = selector.name;
    const found = table.partitions.flatMap((partition) => partition.subpartitions).find((sub) => sub.name === text);
    if (found === undefined) throw oracleErrorAt(selector.offset, 14251);
    return () => segmentsOf(found);
  }
  const values = selector.values.map((value) => compileExpression(value, scope));
  return (context) => {
    const found = partitionFor(
      table,
      values.map((value) => value.evaluate(context)),
      session.database,
    );
    if (found === null) throw oracleErrorAt(selector.offset, 2149);
    return segmentsOf(found);
  };
}

export function segmentsOf(partition: Partition): readonly HeapSegment[] {
  if (partition.segment !== null) return [partition.segment];
  return partition.subpartitions.flatMap((sub) => segmentsOf(sub));
}

/** Every segment of a table, in order of partition position. */
export function allSegments(table: Table): readonly HeapSegment[] {
  if (table.partitioning !== null) return table.partitions.flatMap(segmentsOf);
  return table.segment === null ? [] : [table.segment];
}
