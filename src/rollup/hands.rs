//! Many hands, and what they make comes in order.

use crate::run::Error;
use std::sync::mpsc::sync_channel;
use std::thread;

/// What a hand may be ahead of those who take it.
const AHEAD: usize = 16;

/// Does `work` with each of `all`, and gives `take` what came of it, in their order, while those behind are still at work.
pub fn in_order<T: Sync, R: Send, A>(
    all: &[T],
    hands: usize,
    work: impl Fn(usize, &T) -> Result<R, Error> + Sync,
    take: impl FnOnce(&mut dyn ExactSizeIterator<Item = Result<R, Error>>) -> A,
) -> A {
    let work = &work;
    thread::scope(|scope| {
        // Each hand has every so many of them, so that nobody has to sort what they made.
        let lanes = (0..hands).map(|hand| {
            let (sender, made) = sync_channel(AHEAD);
            scope.spawn(move || {
                for (n, one) in all.iter().enumerate().skip(hand).step_by(hands) {
                    // Nobody takes it any more.
                    if sender.send(work(n, one)).is_err() {
                        break;
                    }
                }
            });
            made
        });
        let lanes: Vec<_> = lanes.collect();
        let fell = |_| Error::Work("a thread fell over".to_owned());
        take(&mut (0..all.len()).map(|n| lanes[n % hands].recv().map_err(fell)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_many_hands_make_comes_in_order() {
        let all: Vec<usize> = (0..100).collect();
        for hands in [1, 2, 7, 200] {
            let work = |n: usize, one: &usize| Ok((n, one * 2));
            let made: Vec<_> = in_order(&all, hands, work, |made| made.map(Result::unwrap).collect());
            assert!(made.iter().enumerate().all(|(n, one)| *one == (n, 2 * n)), "{hands}");
        }
    }

    #[test]
    fn hands_stop_when_nobody_takes_what_they_make() {
        let all = vec![(); 1_000];
        let work = |n: usize, (): &()| if n == 3 { Err(Error::Interrupted) } else { Ok(n) };
        let made: Result<Vec<usize>, Error> = in_order(&all, 2, work, |made| made.collect());
        assert!(matches!(made, Err(Error::Interrupted)));
    }
}
