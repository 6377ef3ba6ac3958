package cn.huitouke.gateway;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Epoll where the machine has it, NIO elsewhere. */
record Transport(EventLoopGroup loops, Class<? extends ServerChannel> serverChannel) {

  static Transport open() {
    DefaultThreadFactory threads = new DefaultThreadFactory("gateway");
    int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
    return Epoll.isAvailable()
        ? new Transport(
            new MultiThreadIoEventLoopGroup(loops, threads, EpollIoHandler.newFactory()),
            EpollServerSocketChannel.class)
        : new Transport(
            new MultiThreadIoEventLoopGroup(loops, threads, NioIoHandler.newFactory()),
            NioServerSocketChannel.class);
  }
}
