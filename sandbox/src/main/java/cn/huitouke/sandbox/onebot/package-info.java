/** A simulated OneBot v11 implementation: a personal QQ account that connects to the shop. */
@NullMarked
package cn.huitouke.sandbox.onebot;

import org.jspecify.annotations.NullMarked;
