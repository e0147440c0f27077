import { afterAll } from 'vitest';
import './bundle-checks.ts';
import './config-checks.ts';
import './contract-checks.ts';
import './history-checks.ts';
import './permission-checks.ts';
import './runbook-checks.ts';
import './stack-checks.ts';
import './state-machine-checks.ts';
import { removeSynthesized } from './synthesized.ts';

// One file, so that one process synthesizes once for all of them.
afterAll(removeSynthesized);
