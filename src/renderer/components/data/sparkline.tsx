/** How much, part by part: bars of one colour. `label` says it in words. */
export function Sparkline({
	values,
	label,
	width = 72,
	height = 16,
}: {
	readonly values: readonly number[];
	readonly label: string;
	readonly width?: number;
	readonly height?: number;
}) {
	const most = Math.max(1, ...values);
	const step = width / Math.max(1, values.length);
	return (
		<svg role="img" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
			<title>{label}</title>
			{values.map((value, index) => {
				const size = value === 0 ? 1 : Math.max(2, (value / most) * height);
				return (
					<rect
						// biome-ignore lint/suspicious/noArrayIndexKey: the place is the identity
						key={index}
						x={index * step}
						y={height - size}
						width={Math.max(1, step - 1)}
						height={size}
						className={value === 0 ? 'fill-line' : 'fill-chart-1'}
					/>
				);
			})}
		</svg>
	);
}
