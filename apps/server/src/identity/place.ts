import { BlockList, isIP } from 'node:net';
import type { Subject } from '#gate';
import type { IdentityConfig } from './deps.ts';

/** Tells the place of an address: in an office network, elsewhere (home), or unknown when no network is configured. */
export function placeFinder(config: IdentityConfig): (remote: string) => Subject['place'] {
  const networks = config.officeNetworks ?? [];
  const offices = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    offices.addSubnet(address, Number(bits ?? (family === 'ipv6' ? 128 : 32)), family);
  }
  return (remote) => {
    if (networks.length === 0) return 'unknown';
    const address = remote.replace(/^::ffff:/, '');
    const family = isIP(address);
    if (family === 0) return 'unknown';
    return offices.check(address, family === 6 ? 'ipv6' : 'ipv4') ? 'office' : 'home';
  };
}
