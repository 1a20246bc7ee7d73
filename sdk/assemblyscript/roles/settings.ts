// The settings of a plugin, as its `start` is given them.
import { Config, shorten } from '../assembly/config';
import { NUMBER } from '../assembly/json/tree';

export class Settings extends Config {
	number(key: string, fallback: f64): f64 {
		const found = this.get(key);
		if (found === null) return fallback;
		if (found.kind == NUMBER) return found.number;
		this.refuse(`config.${key} must be a number, found ${shorten(found.source)}`);
		return fallback;
	}
}
