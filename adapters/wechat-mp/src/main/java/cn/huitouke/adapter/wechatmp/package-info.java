/**
 * The WeChat official account (服务号): callbacks in by {@link
 * cn.huitouke.adapter.wechatmp.WeChatMp#hook()}, answers in the callback's own response or by the
 * platform's API.
 *
 * <p>Knows {@code adapter-api} only. WxJava is used as the API's client and nowhere else: what comes
 * in is verified, opened and read by code of our own. Loggers of this package name accounts, event
 * kinds and error codes, never bodies, tokens or phone numbers. WxJava's own loggers ({@code
 * me.chanjar.weixin}) and the HTTP client's ({@code org.apache.hc.client5}) print addresses with
 * tokens at DEBUG and must be held at ERROR and INFO by whoever runs this.
 */
@NullMarked
package cn.huitouke.adapter.wechatmp;

import org.jspecify.annotations.NullMarked;
