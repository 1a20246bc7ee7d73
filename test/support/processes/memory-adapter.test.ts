import { describeAdapterContract } from './adapter-contract.ts';
import { obey } from './contract-child.mts';
import { memoryAdapter } from './memory-adapter.ts';

describeAdapterContract('in memory', () => memoryAdapter((child) => obey(child)));
