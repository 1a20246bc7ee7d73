import type { DenyingField } from '../../../shared/policy/policy-limits.ts';
import type { SecurityPolicy } from '../../../shared/policy/security-policy.ts';
import { outOfRoom } from '../host-failure.ts';

export type WriteLimits = Pick<SecurityPolicy, DenyingField>;

interface Account {
	bytes: number;
	files: number;
}

/**
 * Sums what is written and made on behalf of one owner: a run, or the loads of a pool. What was written counts even
 * where it replaced something: a disk wears by it, and a sum that shrinks could be pumped up again for ever.
 */
export class WriteAccounts {
	readonly #accounts = new WeakMap<object, Account>();

	/** Throws `noSpace` with its rule, and counts nothing, where the sum would pass the limit. */
	addBytes(owner: object, bytes: number, path: string, { max_write_bytes: most }: WriteLimits): void {
		const account = this.#of(owner);
		if (account.bytes + bytes > most) {
			throw outOfRoom({
				kind: 'write_limit',
				rule: `max_write_bytes: ${most}`,
				reason: `${path} was not written: with ${bytes} more bytes, this run would have written more than ${most} in total.`,
			});
		}
		account.bytes += bytes;
	}

	/** For what was counted and then not written. */
	takeBack(owner: object, bytes: number): void {
		this.#of(owner).bytes -= bytes;
	}

	/** Before a file or a folder is made. What was counted stays: whether it failed later says nothing of the disk. */
	addFile(owner: object, path: string, { max_new_files: most }: WriteLimits): void {
		const account = this.#of(owner);
		if (account.files >= most) {
			throw outOfRoom({
				kind: 'file_limit',
				rule: `max_new_files: ${most}`,
				reason: `${path} was not created: this run has already created ${account.files} files and folders, and ${most} is the limit.`,
			});
		}
		account.files += 1;
	}

	#of(owner: object): Account {
		const known = this.#accounts.get(owner);
		if (known !== undefined) return known;
		const account: Account = { bytes: 0, files: 0 };
		this.#accounts.set(owner, account);
		return account;
	}
}
