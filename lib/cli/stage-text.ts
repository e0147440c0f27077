import type { GateItem, StageItem } from '../model/stored-item.ts';
import { faultLines } from './fault-text.ts';

/** One line per stage: `full          done     16 chunks, 1000000 rows   12.4 s`. */
export function stageLine(stage: Pick<StageItem, 'stage' | 'status' | 'counts' | 'startedAt' | 'endedAt'>): string {
  const counts = Object.entries(stage.counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
  return `${stage.stage.padEnd(14)}${stage.status.padEnd(9)}${counts.padEnd(68)} ${duration(stage)}`.trimEnd();
}

function duration({ startedAt, endedAt }: Pick<StageItem, 'startedAt' | 'endedAt'>): string {
  if (startedAt === null || endedAt === null) return '';
  return `${((Date.parse(endedAt) - Date.parse(startedAt)) / 1_000).toFixed(1)} s`;
}

/** What a gate asks, why, and how to answer it. */
export function gateLines(gate: GateItem, stateDirectory: string): readonly string[] {
  return [
    `Gate ${gate.gate} (round ${gate.round}): ${gate.question}`,
    ...gate.faults.flatMap((fault) => faultLines(fault).map((line) => `  ${line}`)),
    `  answers: ${gate.allowed.join(', ')}`,
    `  answer with: npx seaward answer ${gate.gate} ${gate.allowed[0] ?? 'retry'} --local ${stateDirectory}, then run the same command again`,
  ];
}
