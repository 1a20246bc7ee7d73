import { useEffect, useState } from 'react';

/** The time, Unix ms; goes on by itself while `running`. */
export function useNow(running: boolean, everyMs = 500): number {
	const [now, setNow] = useState(Date.now);
	useEffect(() => {
		if (!running) return;
		setNow(Date.now());
		const timer = setInterval(() => setNow(Date.now()), everyMs);
		return () => clearInterval(timer);
	}, [running, everyMs]);
	return now;
}
