//! Listening: bounded connections, bounded waiting for heads, an orderly end.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{Extension, Router};
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{Semaphore, watch},
    task::{JoinHandle, JoinSet},
    time::timeout,
};

use super::{Pages, phone::Source, router};
use crate::data::Office;

/// How long running requests may go on after the end is asked for.
const GRACE: Duration = Duration::from_secs(10);
/// The pause after a failed accept: when file handles are short, trying at once only burns time.
const PAUSE: Duration = Duration::from_millis(100);

/// A relay on the network.
pub struct Running {
    /// Where it listens.
    pub address: SocketAddr,
    end: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Running {
    /// Takes no more connections, lets running requests finish, and returns.
    pub async fn stop(self) {
        // Without a receiver the task has ended already.
        let _ = self.end.send(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "the listener ended badly");
        }
    }
}

/// Puts an office on the network. Must be called inside a Tokio runtime; the listener may be
/// bound to port 0.
///
/// # Errors
///
/// When the listener cannot be used.
pub fn serve(
    office: Arc<Office>,
    pages: Arc<dyn Pages>,
    listener: std::net::TcpListener,
) -> io::Result<Running> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let address = listener.local_addr()?;
    let (end, ended) = watch::channel(false);
    let front = Front {
        head_timeout: office.config().head_timeout,
        room: Arc::new(Semaphore::new(office.config().connections)),
        router: router(office, pages),
        ended,
    };
    Ok(Running { address, end, task: tokio::spawn(front.accept(listener)) })
}

struct Front {
    router: Router,
    head_timeout: Duration,
    room: Arc<Semaphore>,
    ended: watch::Receiver<bool>,
}

impl Front {
    async fn accept(self, listener: TcpListener) {
        let mut ended = self.ended.clone();
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                () = asked_for(&mut ended) => break,
                accepted = self.next(&listener) => match accepted {
                    Ok((stream, source, place)) => {
                        let served = self.connection(stream, source);
                        connections.spawn(async move {
                            served.await;
                            drop(place);
                        });
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a connection was not accepted");
                        tokio::time::sleep(PAUSE).await;
                    }
                },
            }
            while connections.try_join_next().is_some() {}
        }
        drop(listener);
        let finished = async { while connections.join_next().await.is_some() {} };
        if timeout(GRACE, finished).await.is_err() {
            tracing::warn!("some requests were cut off at the end");
        }
    }

    async fn next(
        &self,
        listener: &TcpListener,
    ) -> io::Result<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
        let place = Arc::clone(&self.room).acquire_owned().await.map_err(io::Error::other)?;
        let (stream, source) = listener.accept().await?;
        Ok((stream, source.ip(), place))
    }

    fn connection(&self, stream: TcpStream, source: IpAddr) -> impl Future<Output = ()> + use<> {
        let router = self.router.clone().layer(Extension(Source(source)));
        let served = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.head_timeout)
            .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
        let mut ended = self.ended.clone();
        async move {
            tokio::pin!(served);
            let outcome = tokio::select! {
                outcome = served.as_mut() => outcome,
                () = asked_for(&mut ended) => {
                    served.as_mut().graceful_shutdown();
                    served.await
                }
            };
            if let Err(error) = outcome {
                tracing::debug!(%error, "a connection ended early");
            }
        }
    }
}

/// Returns once the end is asked for, or nobody is left who could ask.
async fn asked_for(end: &mut watch::Receiver<bool>) {
    // The guard inside must not be held over an await.
    let _ = end.wait_for(|asked| *asked).await.map(|_| ());
}
