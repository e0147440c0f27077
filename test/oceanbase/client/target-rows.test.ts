import { describe } from 'vitest';
import { targetRowsContract } from '../../contracts/target-rows.contract.ts';
import { testTarget } from '../../support/target-server.ts';

describe('rows of the target', () => targetRowsContract(async () => (await testTarget()).address));
