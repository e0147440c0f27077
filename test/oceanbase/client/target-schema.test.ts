import { describe } from 'vitest';
import { targetSchemaContract } from '../../contracts/target-schema.contract.ts';
import { testTarget } from '../../support/target-server.ts';

describe('schema of the target', () => targetSchemaContract(async () => (await testTarget()).address));
