/** The simulated platform of the official QQ bot, API v2 over webhooks. */
@NullMarked
package cn.huitouke.sandbox.qq;

import org.jspecify.annotations.NullMarked;
