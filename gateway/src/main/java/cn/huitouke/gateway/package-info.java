/**
 * The public front door: HTTP/1.1 and WebSocket on Netty. Mounts what channels and tracking sources
 * ask for, keeps limits and time-outs, and knows nothing about any platform.
 */
@NullMarked
package cn.huitouke.gateway;

import org.jspecify.annotations.NullMarked;
