import { memoryObjectStore } from '../support/memory-object-store.ts';
import { objectStoreContract } from './object-store.contract.ts';

objectStoreContract('the memory store', async () => memoryObjectStore());
