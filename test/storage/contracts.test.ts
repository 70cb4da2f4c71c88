import { describe } from 'vitest';
import { storesOf } from '../../src/storage/stores.ts';
import { accountsContract } from './contracts/accounts.contract.ts';
import { brandStoreContract } from './contracts/brand-store.contract.ts';
import { extrasStoreContract } from './contracts/extras-store.contract.ts';
import { logsContract } from './contracts/logs.contract.ts';
import { picturesContract } from './contracts/pictures.contract.ts';
import { postStoreContract } from './contracts/post-store.contract.ts';
import { privacyContract } from './contracts/privacy.contract.ts';
import { usageCountersContract } from './contracts/usage-counters.contract.ts';
import { describeOnDatabases } from './databases.ts';
import { EVENING } from './make-draft.ts';

describeOnDatabases((current) => {
  const db = () => current().kysely;
  const stores = () => storesOf(current(), () => EVENING);
  describe('brands', () => brandStoreContract(() => stores().brands));
  describe('event extras', () => extrasStoreContract(() => stores().extras));
  describe('posts', () => postStoreContract(stores, db));
  describe('pictures', () => picturesContract(stores, db));
  describe('usage', () => usageCountersContract(() => stores().usage));
  describe('logs', () => logsContract(stores));
  describe('accounts', () => accountsContract(stores));
  describe('privacy', () => privacyContract(stores, db));
});
