/**
 * WeCom: WeChat customer service (微信客服), the one WeCom channel on which a bot can talk with WeChat
 * users by itself. Text, menus, places and pictures out. Customer contact and groups are not here yet.
 */
@NullMarked
package cn.huitouke.adapter.wecom;

import org.jspecify.annotations.NullMarked;
