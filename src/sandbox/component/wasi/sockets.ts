import type { Interfaces } from '../interfaces.ts';
import { err } from '../outcome.ts';

class Network {}
class TcpSocket {}
class UdpSocket {}
class IncomingDatagramStream {}
class OutgoingDatagramStream {}
class ResolveAddressStream {}

const denied = () => err('access-denied');

/** `wasi:sockets`: nothing makes a socket, so that no method of one is ever called. Requests go through `http`. */
export const socketInterfaces: Interfaces = {
	'wasi:sockets/network': () => ({ Network, networkErrorCode: () => undefined }),
	'wasi:sockets/instance-network': () => ({ instanceNetwork: () => new Network() }),
	'wasi:sockets/tcp': () => ({ TcpSocket }),
	'wasi:sockets/tcp-create-socket': () => ({ createTcpSocket: denied }),
	'wasi:sockets/udp': () => ({ UdpSocket, IncomingDatagramStream, OutgoingDatagramStream }),
	'wasi:sockets/udp-create-socket': () => ({ createUdpSocket: denied }),
	'wasi:sockets/ip-name-lookup': () => ({ ResolveAddressStream, resolveAddresses: denied }),
};
