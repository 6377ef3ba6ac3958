/**
 * The public door: what a platform's callback looks like before anybody has understood it. The
 * gateway owns the sockets; whoever wants to be called back offers a {@link cn.huitouke.hook.Hook}.
 */
@NullMarked
package cn.huitouke.hook;

import org.jspecify.annotations.NullMarked;
