package cn.huitouke.channel;

/** A channel that can show "is typing". Best effort; never fails. */
public interface Typing {

  void typing(Peer peer);
}
