package cn.huitouke.channel;

/**
 * One message on its way out.
 *
 * @param id the same for every attempt at this message
 * @param to whom
 * @param message what
 * @param wire how; one of the channel's {@link Capabilities#wires()}
 * @param footing on what ground
 */
public record Outbound(OutboundId id, Peer to, Message message, Wire wire, Footing footing) {}
