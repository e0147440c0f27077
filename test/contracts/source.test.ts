import { sourceContract } from './source.contract.ts';
import { openSourceUnderTest } from './source-under-test.ts';

const named = process.env['SEAWARD_TEST_ORACLE'] === undefined ? 'the stand-in' : 'the named Oracle';

sourceContract(`${named} as a source`, openSourceUnderTest);
