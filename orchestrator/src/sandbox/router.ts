/** A call with the values of its path's placeholders, percent-decoded. */
export interface Match<Target> {
	target: Target;
	template: string;
	params: Record<string, string>;
}

interface Route<Target> {
	template: string;
	segments: string[];
	target: Target;
}

const isPlaceholder = (segment: string) => segment.startsWith('{');

/** Splits a path into segments; a trailing slash makes no difference. */
const split = (path: string) => path.split('/').filter((segment) => segment !== '');

const decode = (segment: string) => {
	try {
		return decodeURIComponent(segment);
	} catch (error) {
		if (error instanceof URIError) return segment;
		throw error;
	}
};

/**
 * Finds what stands behind a method and a path. Templates are written as in OpenAPI
 * (`/v2/task/{task_id}`); a literal segment wins over a placeholder, earlier segments first.
 */
export class Router<Target> {
	private readonly routes = new Map<string, Route<Target>[]>();

	add(method: string, template: string, target: Target): this {
		const segments = split(template);
		const key = `${method.toUpperCase()} ${segments.length}`;
		const routes = [...(this.routes.get(key) ?? []), { template, segments, target }];
		const rank = (route: Route<Target>) =>
			route.segments.map((segment) => (isPlaceholder(segment) ? '1' : '0')).join('');
		this.routes.set(
			key,
			routes.sort((a, b) => rank(a).localeCompare(rank(b))),
		);
		return this;
	}

	find(method: string, path: string): Match<Target> | null {
		const parts = split(path);
		for (const route of this.routes.get(`${method} ${parts.length}`) ?? []) {
			const params: Record<string, string> = {};
			const fits = route.segments.every((segment, index) => {
				const part = parts[index] ?? '';
				if (!isPlaceholder(segment)) return segment === part;
				params[segment.slice(1, -1)] = decode(part);
				return true;
			});
			if (fits) return { target: route.target, template: route.template, params };
		}
		return null;
	}

	/** Whether any method is known for the path: tells 405 from 404. */
	knowsPath(path: string): boolean {
		return ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].some((method) => this.find(method, path));
	}
}
