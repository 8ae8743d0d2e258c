//! Charts drawn to PNG, kept, in time: the embedded font, a bounded cache, and drawing off the async threads.
//!
//! Invariants: at most 1,000 × 700 pixels and 80 KB; the same bytes on every machine, since the letters come from the embedded font
//! and from nowhere else; a reply waits no longer than [`PATIENCE`]. Non-goal: what a chart says, which is [`crate::view::chart`]'s.

mod pack;

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use lru::LruCache;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;
use tokio::sync::Semaphore;

use crate::view::File;
use crate::view::chart::Chart;

use pack::pack;

/// M PLUS 1, variable weight (SIL Open Font License 1.1), put here by build.rs. Stays in the binary's own pages: never copied.
static FONT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/chart-font.ttf"));
/// The family's name in the font.
const FAMILY: &str = "M PLUS 1";
/// How long a reply waits for its picture.
pub const PATIENCE: Duration = Duration::from_millis(100);
/// Pictures kept; at most 80 KB each, about 30 KB in fact.
const CACHED: NonZeroUsize = NonZeroUsize::new(128).unwrap();
/// Pictures drawn at the same time; more would only make each of them late.
const AT_ONCE: usize = 2;

/// Why a picture could not be drawn.
#[derive(Debug, thiserror::Error)]
pub enum DrawError {
    /// The chart's SVG is not well formed.
    #[error("chart is not SVG: {0}")]
    Svg(#[from] usvg::Error),
    /// The chart has no area.
    #[error("chart has no area")]
    Empty,
    /// The picture could not be packed.
    #[error("chart cannot be packed as PNG: {0}")]
    Png(#[from] png::EncodingError),
}

/// Draws charts and keeps the last ones.
#[derive(Debug)]
pub struct Pictures {
    /// The font's directory, read once when the first chart is drawn.
    fonts: OnceLock<Arc<usvg::fontdb::Database>>,
    cache: Mutex<LruCache<Chart, Arc<[u8]>>>,
    slots: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            fonts: OnceLock::new(),
            cache: Mutex::new(LruCache::new(CACHED)),
            slots: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Pictures {
    /// The picture's PNG bytes, from the cache if it was drawn before. Blocks for as long as drawing takes.
    ///
    /// # Errors
    /// See [`DrawError`]; none of them depends on the machine.
    pub fn draw(&self, chart: &Chart) -> Result<Arc<[u8]>, DrawError> {
        if let Some(bytes) = self.cached(chart) {
            return Ok(bytes);
        }
        let bytes: Arc<[u8]> = self.render(&chart.svg())?.into();
        self.lock().put(chart.clone(), Arc::clone(&bytes));
        Ok(bytes)
    }

    /// The picture as a file to send, or nothing when it is not ready within `patience`; a late one is kept for the next time.
    pub async fn file(self: &Arc<Self>, chart: &Chart, patience: Duration) -> Option<File> {
        let bytes = match self.cached(chart) {
            Some(bytes) => bytes,
            None => tokio::time::timeout(patience, self.drawn_aside(chart)).await.ok().flatten()?,
        };
        Some(File { name: chart.file_name().to_owned(), alt: chart.alt(), bytes })
    }

    /// Draws on a thread that may block. The slot is taken before, so that waiting charts cost no threads.
    async fn drawn_aside(self: &Arc<Self>, chart: &Chart) -> Option<Arc<[u8]>> {
        let slot = Arc::clone(&self.slots).acquire_owned().await.ok()?;
        let (pictures, chart) = (Arc::clone(self), chart.clone());
        let drawn = tokio::task::spawn_blocking(move || {
            let bytes = pictures.draw(&chart);
            drop(slot);
            bytes
        });
        match drawn.await {
            Ok(Ok(bytes)) => Some(bytes),
            Ok(Err(error)) => {
                tracing::error!(%error, "chart not drawn");
                None
            }
            Err(error) => {
                tracing::error!(%error, "chart drawing ended early");
                None
            }
        }
    }

    fn render(&self, svg: &str) -> Result<Vec<u8>, DrawError> {
        let options = usvg::Options {
            fontdb: Arc::clone(self.fonts.get_or_init(fonts)),
            font_family: FAMILY.to_owned(),
            ..usvg::Options::default()
        };
        let tree = usvg::Tree::from_str(svg, &options)?;
        let size = tree.size().to_int_size();
        let mut pixmap = Pixmap::new(size.width(), size.height()).ok_or(DrawError::Empty)?;
        resvg::render(&tree, Transform::identity(), &mut pixmap.as_mut());
        Ok(pack(&pixmap)?)
    }

    fn cached(&self, chart: &Chart) -> Option<Arc<[u8]>> {
        self.lock().get(chart).map(Arc::clone)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, LruCache<Chart, Arc<[u8]>>> {
        // A cache has no half-way state worth fearing.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn fonts() -> Arc<usvg::fontdb::Database> {
    let mut fonts = usvg::fontdb::Database::new();
    fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(FONT)));
    Arc::new(fonts)
}
