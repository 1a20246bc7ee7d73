/** What the example does with reports of bird strikes, whether as a chain or as a flow: a configuration for each plugin. */
export const exampleWork = {
	'field-mapper': {
		compute: { cost: '[Cost Total $]' },
		rename: { 'Origin State': 'state', 'Effect Amount of damage': 'damage', 'Wildlife Size': 'size' },
	},
	/** Those that damaged the plane. */
	'row-filter': { where: { field: 'damage', op: 'ne', value: 'None' } },
	'group-by': {
		group_by: ['state'],
		aggregates: [
			{ op: 'count', as: 'strikes' },
			{ op: 'sum', field: 'cost', as: 'cost' },
			{ op: 'quantile', field: 'cost', q: 0.9, as: 'p90' },
		],
	},
};
