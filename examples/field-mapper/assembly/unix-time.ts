import { Bytes } from '../../../sdk/assemblyscript/assembly/bytes';
import { two, writeDate } from './iso';

/** Appends the ISO form of a Unix time: ms, or s where the number is too small for a date after 1973 in ms. */
export function writeIsoTime(value: f64, out: Bytes): bool {
	const ms = abs(value) < 1e11 ? value * 1000 : value;
	if (!(ms >= -62167219200000.0 && ms <= 253402300799999.0)) return false;
	const total = <i64>floor(ms);
	let days = total / 86_400_000;
	let rest = total % 86_400_000;
	if (rest < 0) {
		rest += 86_400_000;
		days--;
	}
	// Days since 1970 to a date of the Gregorian calendar, by eras of 400 years that begin in March.
	const z = days + 719_468;
	const era = (z >= 0 ? z : z - 146_096) / 146_097;
	const ofEra = z - era * 146_097;
	const yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365;
	const ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
	const shifted = (5 * ofYear + 2) / 153;
	const day = <i32>(ofYear - (153 * shifted + 2) / 5 + 1);
	const month = <i32>(shifted < 10 ? shifted + 3 : shifted - 9);
	const year = <i32>(yearOfEra + era * 400) + i32(month <= 2);
	writeDate(out, year, month, day);
	const second = <i32>(rest / 1000);
	out.byte(0x54);
	two(out, second / 3600);
	out.byte(0x3a);
	two(out, (second / 60) % 60);
	out.byte(0x3a);
	two(out, second % 60);
	const milli = <i32>(rest % 1000);
	if (milli > 0) {
		out.byte(0x2e);
		out.byte(<u8>(0x30 + milli / 100));
		two(out, milli % 100);
	}
	out.byte(0x5a);
	return true;
}
