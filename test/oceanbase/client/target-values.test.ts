import { describe } from 'vitest';
import { targetValuesContract } from '../../contracts/target-values.contract.ts';
import { testTarget } from '../../support/target-server.ts';

describe('values on the target', () => targetValuesContract(async () => (await testTarget()).address));
