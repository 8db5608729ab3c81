import net from 'node:net';

/** The part of Node's connect options that says where to. */
interface Target {
	host?: string;
	path?: string;
}

/**
 * Refuses every connection that leaves this machine, until the function it answers is called.
 *
 * A test that needs the network by mistake then fails by name instead of passing here only.
 */
export function allowLoopbackOnly(): () => void {
	const original = Reflect.get(net.Socket.prototype, 'connect') as (
		...args: unknown[]
	) => net.Socket;

	function connect(this: net.Socket, ...args: unknown[]): net.Socket {
		const target = args
			.flat()
			.find((arg): arg is Target => typeof arg === 'object' && arg !== null);
		const host = target?.host ?? 'localhost';
		if (target?.path !== undefined || ['127.0.0.1', '::1', 'localhost'].includes(host)) {
			return original.apply(this, args);
		}
		throw new Error(`The test tried to reach ${host}; only this machine is allowed.`);
	}

	Reflect.set(net.Socket.prototype, 'connect', connect);
	return () => {
		Reflect.set(net.Socket.prototype, 'connect', original);
	};
}
