import { describe } from 'vitest';
import { targetLoadContract } from '../../contracts/target-load.contract.ts';
import { testTarget } from '../../support/target-server.ts';

describe('loading the target', () => targetLoadContract(async () => (await testTarget()).address));
