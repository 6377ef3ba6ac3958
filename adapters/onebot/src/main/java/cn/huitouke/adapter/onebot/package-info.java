/**
 * OneBot v11 over reverse WebSocket: a QQ account driven by NapCat, LLOneBot and the like connects to
 * our gateway. Private chats and groups, text, mentions and pictures.
 */
@NullMarked
package cn.huitouke.adapter.onebot;

import org.jspecify.annotations.NullMarked;
