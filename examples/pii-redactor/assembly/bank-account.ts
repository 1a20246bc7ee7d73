// Account numbers in the form of ISO 13616 (IBAN) whose national part is digits alone: `DE89 3704 0044 0532 0130 00`.
// Groups of four, of which some pass for a card by chance.
import { digit, digitCount, digitEnd, groupCount, groupFirst } from './number-run';

function isCapital(c: u8): bool {
	return <u8>(c - 0x41) < 26;
}

/** Where the account number ends whose digits are the run that was read last, beginning at `p`; 0 where it is none. */
export function bankAccountEnd(start: usize, p: usize): usize {
	if (p < start + 2 || digitCount < 13 || !isCapital(load<u8>(p - 1)) || !isCapital(load<u8>(p - 2))) return 0;
	for (let groups = groupCount; groups > 0; groups--) {
		const count = groupFirst(groups);
		if (count < 13) return 0;
		if (count <= 32 && rest(count, load<u8>(p - 2), load<u8>(p - 1)) == 1) return digitEnd(count - 1);
	}
	return 0;
}

function rest(count: i32, first: u8, second: u8): u32 {
	let value: u32 = 0;
	for (let i = 2; i < count; i++) value = (value * 10 + <u32>digit(i)) % 97;
	value = (value * 100 + <u32>first - 55) % 97;
	value = (value * 100 + <u32>second - 55) % 97;
	return (value * 100 + <u32>(digit(0) * 10 + digit(1))) % 97;
}
