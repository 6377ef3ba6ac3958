/**
 * The official QQ bot, API v2, over webhooks: text in and out, and pictures out, in private and in groups,
 * as answers and of its own accord. Recall messages, voice, video and the WebSocket gateway are not here
 * yet.
 */
@NullMarked
package cn.huitouke.adapter.qqbot;

import org.jspecify.annotations.NullMarked;
