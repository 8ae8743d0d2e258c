//! One connection as a line of requests and answers: how long each part may take, and when an answer has left.
//!
//! hyper has one time limit for a request's head and for waiting between two requests. Here they differ: a reverse proxy keeps
//! connections for a minute, and closing one as it sends the next request on it would lose that; a head that comes byte by byte is
//! cut off soon. And hyper does not tell when an answer has been written: this does, to whoever holds the other end of its
//! [`Receipt`]. One that is dropped says that the answer never left.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::time::{Sleep, sleep_until};

use super::Patience;

/// Told the moment at which an answer has left.
pub(super) type Receipt = oneshot::Sender<Instant>;

/// Where a connection is.
#[derive(Clone, Debug, Default)]
pub(super) struct Line(Arc<Mutex<Phase>>);

#[derive(Debug, Default)]
enum Phase {
    /// No byte of a request has come.
    #[default]
    Waiting,
    /// Some of a request's head has.
    Begun,
    /// A request is being answered.
    Answering,
    /// The answer's last bytes are on their way.
    Leaving(Option<Receipt>),
}

impl Line {
    /// A request's head has come.
    pub(super) fn answering(&self) {
        *self.phase() = Phase::Answering;
    }

    /// The last bytes of the answer have been handed over to be written.
    pub(super) fn leaving(&self, receipt: Option<Receipt>) {
        *self.phase() = Phase::Leaving(receipt);
    }

    /// Whether no request is under way.
    pub(super) fn is_idle(&self) -> bool {
        matches!(*self.phase(), Phase::Waiting)
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The socket of a connection, with its limits.
pub(super) struct Socket {
    stream: TcpStream,
    line: Line,
    patience: Patience,
    reading: Limit,
    /// While the other side does not take what is written.
    writing: Option<Limit>,
}

impl Socket {
    pub(super) fn new(stream: TcpStream, line: Line, patience: Patience) -> Self {
        // Who connects has something to say.
        Self { stream, line, patience, reading: Limit::until(Instant::now() + patience.head), writing: None }
    }

    /// What a write came to, unless it waits for too long.
    fn written(&mut self, cx: &mut Context<'_>, wrote: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if wrote.is_ready() {
            self.writing = None;
            return wrote;
        }
        let within = self.patience.write;
        let limit = self.writing.get_or_insert_with(|| Limit::until(Instant::now() + within));
        ready!(limit.poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        let read = Pin::new(&mut this.stream).poll_read(cx, buffer);
        let mut phase = this.line.phase();
        match (&read, &*phase) {
            (Poll::Ready(Ok(())), Phase::Waiting) if buffer.filled().len() > before => {
                *phase = Phase::Begun;
                this.reading.until = Instant::now() + this.patience.head;
                read
            }
            // A body has its own time.
            (Poll::Ready(_), _) | (_, Phase::Answering | Phase::Leaving(_)) => read,
            (Poll::Pending, Phase::Waiting | Phase::Begun) => {
                drop(phase);
                ready!(this.reading.poll(cx));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.written(cx, wrote)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let wrote = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.written(cx, wrote)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    /// hyper flushes when it has written everything it was given.
    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        let this = &mut *self;
        let mut phase = this.line.phase();
        if let Phase::Leaving(receipt) = &mut *phase {
            let now = Instant::now();
            if let Some(receipt) = receipt.take() {
                // Whoever asked may be gone.
                let _ = receipt.send(now);
            }
            *phase = Phase::Waiting;
            this.reading.until = now + this.patience.idle;
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// A moment that may be moved at no cost, and the timer that is set only while somebody waits for it.
struct Limit {
    until: Instant,
    timer: Pin<Box<Sleep>>,
}

impl Limit {
    fn until(until: Instant) -> Self {
        Self { until, timer: Box::pin(sleep_until(until.into())) }
    }

    /// Ready when the moment has come.
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            if self.timer.deadline().into_std() > self.until {
                self.timer.as_mut().reset(self.until.into());
            }
            ready!(self.timer.as_mut().poll(cx));
            if self.until <= Instant::now() {
                return Poll::Ready(());
            }
            self.timer.as_mut().reset(self.until.into());
        }
    }
}
