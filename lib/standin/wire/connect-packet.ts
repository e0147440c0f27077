export interface ConnectPacket {
  readonly version: number;
  readonly sdu: number;
  /** Null when it follows in a DATA packet: descriptors of more than 230 bytes do. */
  readonly descriptor: string | null;
}

/** CONNECT: version at 8, 16-bit SDU at 14, length and offset of the descriptor at 24 and 26, 32-bit SDU at 58. Null when it is cut short. */
export function parseConnectPacket(packet: Buffer): ConnectPacket | null {
  if (packet.length < 28) return null;
  const length = packet.readUInt16BE(24);
  const offset = packet.readUInt16BE(26);
  return {
    version: packet.readUInt16BE(8),
    sdu: packet.length >= 62 && offset >= 62 ? packet.readUInt32BE(58) : packet.readUInt16BE(14),
    descriptor: packet.length > offset ? packet.toString('latin1', offset, offset + length) : null,
  };
}

export interface RequestedService {
  readonly kind: 'service-name' | 'sid' | 'none';
  readonly name: string;
}

/** `(DESCRIPTION=...(CONNECT_DATA=(SERVICE_NAME=ORCLPDB1)(CID=...)))`, or `(SID=ORCL)`. */
export function requestedService(descriptor: string): RequestedService {
  const found = /\((SERVICE_NAME|SID)\s*=\s*([^)]*)\)/i.exec(descriptor);
  const name = found?.[2]?.trim() ?? '';
  if (found === null) return { kind: 'none', name };
  return { kind: found[1]?.toUpperCase() === 'SID' ? 'sid' : 'service-name', name };
}
