import { memoryProjectStore } from '../support/memory-project-store.ts';
import { projectStoreContract } from './project-store.contract.ts';

projectStoreContract('the memory store', async () => memoryProjectStore());
