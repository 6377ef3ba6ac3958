package cn.huitouke.channel;

import cn.huitouke.hook.Hooked;

/** A channel that is called back by HTTP. Its hook answers 503 until the channel is started. */
public interface WebhookChannel extends Channel, Hooked {}
