import { quoteIdentifier } from './identifier.ts';
import { integerLiteral, textLiteral } from './literal.ts';

/** The database on the target that holds progress: chunk rows now, replay lanes later (H5, R1). */
export const progressDatabase = 'seaward';

const chunkTable = `${quoteIdentifier(progressDatabase)}.\`chunk\``;
const claimTable = `${quoteIdentifier(progressDatabase)}.\`claim\``;
const projectTable = `${quoteIdentifier(progressDatabase)}.\`project\``;

/** Creates the database and its tables where they are not there yet; safe to run at any time and by several at once. */
export const createProgress: readonly string[] = [
  `CREATE DATABASE IF NOT EXISTS ${quoteIdentifier(progressDatabase)} DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  `CREATE TABLE IF NOT EXISTS ${projectTable} (
  \`project\` VARCHAR(64) NOT NULL,
  \`round\` INT NOT NULL,
  \`repairs\` BIGINT NOT NULL,
  PRIMARY KEY (\`project\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  // Who has a chunk. Apart from the chunk row, so that no transaction that writes rows ever holds its lock.
  `CREATE TABLE IF NOT EXISTS ${claimTable} (
  \`project\` VARCHAR(64) NOT NULL,
  \`round\` INT NOT NULL,
  \`chunk\` VARCHAR(190) NOT NULL,
  \`attempt\` INT NOT NULL,
  \`connections\` VARCHAR(2000) NOT NULL,
  PRIMARY KEY (\`project\`, \`round\`, \`chunk\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
  `CREATE TABLE IF NOT EXISTS ${chunkTable} (
  \`project\` VARCHAR(64) NOT NULL,
  \`round\` INT NOT NULL,
  \`chunk\` VARCHAR(190) NOT NULL,
  \`attempt\` INT NOT NULL,
  \`position\` INT NOT NULL,
  \`ranges\` INT NOT NULL,
  \`scn\` TEXT NOT NULL,
  \`row_count\` BIGINT NOT NULL,
  \`state\` VARCHAR(10) NOT NULL,
  PRIMARY KEY (\`project\`, \`round\`, \`chunk\`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin`,
];

export const connectionsCharactersMax = 2_000;

export interface ChunkName {
  readonly projectId: string;
  readonly round: number;
  readonly chunkId: string;
}

function chunkIs(chunk: ChunkName): string {
  return (
    `\`project\` = ${textLiteral(chunk.projectId)} AND \`round\` = ${integerLiteral(chunk.round)}` +
    ` AND \`chunk\` = ${textLiteral(chunk.chunkId)}`
  );
}

export function dropProjectStatements(projectId: string): readonly string[] {
  const project = `\`project\` = ${textLiteral(projectId)}`;
  return [chunkTable, claimTable, projectTable].map((table) => `DELETE FROM ${table} WHERE ${project}`);
}

export const progressIsEmpty = `SELECT 1 FROM ${projectTable} LIMIT 1`;
export const dropProgressDatabase = `DROP DATABASE IF EXISTS ${quoteIdentifier(progressDatabase)}`;

export function insertProject(projectId: string): string {
  return `INSERT IGNORE INTO ${projectTable} (\`project\`, \`round\`, \`repairs\`) VALUES (${textLiteral(projectId)}, 0, 0)`;
}

/** Locks the project's row: rounds change and chunks open one after the other. */
export function lockProject(projectId: string): string {
  return `SELECT \`round\` FROM ${projectTable} WHERE \`project\` = ${textLiteral(projectId)} FOR UPDATE`;
}

export function setRound(projectId: string, round: number): string {
  return `UPDATE ${projectTable} SET \`round\` = ${integerLiteral(round)} WHERE \`project\` = ${textLiteral(projectId)}`;
}

/** The mark every repair transaction carries (Y3, W3). */
export function markRepair(projectId: string): string {
  return `UPDATE ${projectTable} SET \`repairs\` = \`repairs\` + 1 WHERE \`project\` = ${textLiteral(projectId)}`;
}

export function insertClaim(chunk: ChunkName): string {
  const values = [textLiteral(chunk.projectId), integerLiteral(chunk.round), textLiteral(chunk.chunkId), '0', "''"];
  const columns = '`project`, `round`, `chunk`, `attempt`, `connections`';
  return `INSERT IGNORE INTO ${claimTable} (${columns}) VALUES (${values.join(', ')})`;
}

/** Attempt and connections. */
export function lockClaim(chunk: ChunkName): string {
  return `SELECT \`attempt\`, \`connections\` FROM ${claimTable} WHERE ${chunkIs(chunk)} FOR UPDATE`;
}

/** Claims the chunk: the next attempt, with its session added to those that may still run. */
export function claimChunk(chunk: ChunkName, attempt: number, connections: string): string {
  return (
    `UPDATE ${claimTable} SET \`attempt\` = ${integerLiteral(attempt)}, \`connections\` = ${textLiteral(connections)}` +
    ` WHERE ${chunkIs(chunk)}`
  );
}

/** Forgets the sessions that were proved gone. Matches no row when another attempt has claimed the chunk. */
export function keepConnection(chunk: ChunkName, attempt: number, connections: string): string {
  return (
    `UPDATE ${claimTable} SET \`connections\` = ${textLiteral(connections)}` +
    ` WHERE ${chunkIs(chunk)} AND \`attempt\` = ${integerLiteral(attempt)}`
  );
}

export function insertChunk(chunk: ChunkName, ranges: number, scn: string): string {
  const values = [
    textLiteral(chunk.projectId),
    integerLiteral(chunk.round),
    textLiteral(chunk.chunkId),
    '0',
    '0',
    integerLiteral(ranges),
    textLiteral(scn),
    '0',
    ranges === 0 ? "'closed'" : "'open'",
  ];
  return (
    `INSERT IGNORE INTO ${chunkTable} (\`project\`, \`round\`, \`chunk\`, \`attempt\`, \`position\`,` +
    ` \`ranges\`, \`scn\`, \`row_count\`, \`state\`) VALUES (${values.join(', ')})`
  );
}

/** Attempt, position, ranges and rows. */
export function lockChunk(chunk: ChunkName): string {
  return `SELECT \`attempt\`, \`position\`, \`ranges\`, \`row_count\` FROM ${chunkTable} WHERE ${chunkIs(chunk)} FOR UPDATE`;
}

/** Makes the attempt the owner: the compare-and-set of every earlier one fails from here on. */
export function ownChunk(chunk: ChunkName, attempt: number, scn: string): string {
  return (
    `UPDATE ${chunkTable} SET \`attempt\` = ${integerLiteral(attempt)}, \`scn\` = ${textLiteral(scn)}` +
    ` WHERE ${chunkIs(chunk)} AND \`attempt\` < ${integerLiteral(attempt)}`
  );
}

/** The compare-and-set of every write (H5): matches one row, or the attempt is no longer the owner of the chunk. */
export function advanceChunk(chunk: ChunkName, attempt: number, from: number, to: number, rows: number): string {
  return (
    `UPDATE ${chunkTable} SET \`state\` = IF(\`ranges\` = ${integerLiteral(to)}, 'closed', 'open'),` +
    ` \`position\` = ${integerLiteral(to)}, \`row_count\` = ${integerLiteral(rows)}` +
    ` WHERE ${chunkIs(chunk)} AND \`attempt\` = ${integerLiteral(attempt)} AND \`position\` = ${integerLiteral(from)}`
  );
}

/** Chunk rows of a round: how many there are and how many are closed. */
export function countChunks(projectId: string, round: number): string {
  return (
    `SELECT COUNT(*), COALESCE(SUM(\`state\` = 'closed'), 0) FROM ${chunkTable}` +
    ` WHERE \`project\` = ${textLiteral(projectId)} AND \`round\` = ${integerLiteral(round)}`
  );
}

/** Sessions named by claims, one row per chunk: round, chunk, connections. */
export function selectConnections(projectId: string, rounds: '<' | '=', round: number): string {
  return (
    `SELECT \`round\`, \`chunk\`, \`connections\` FROM ${claimTable} WHERE \`project\` = ${textLiteral(projectId)}` +
    ` AND \`round\` ${rounds} ${integerLiteral(round)} AND \`connections\` <> ''`
  );
}

/** Forgets the rounds before this one. */
export function deleteRounds(projectId: string, round: number): readonly string[] {
  const earlier = `\`project\` = ${textLiteral(projectId)} AND \`round\` < ${integerLiteral(round)}`;
  return [chunkTable, claimTable].map((table) => `DELETE FROM ${table} WHERE ${earlier}`);
}
