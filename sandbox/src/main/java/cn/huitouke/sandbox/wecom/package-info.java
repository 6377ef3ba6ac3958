/** The simulated WeChat customer service (微信客服) of WeCom. */
@NullMarked
package cn.huitouke.sandbox.wecom;

import org.jspecify.annotations.NullMarked;
