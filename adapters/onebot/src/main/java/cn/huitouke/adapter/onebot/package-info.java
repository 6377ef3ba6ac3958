/**
 * OneBot v11 over reverse WebSocket: a QQ account driven by NapCat, LLOneBot and the like connects to
 * our gateway. Private chats and groups, text, mentions, pictures, voices and videos. In a group the
 * account is silent until it is mentioned, and mentions whom it answers.
 */
@NullMarked
package cn.huitouke.adapter.onebot;

import org.jspecify.annotations.NullMarked;
