//! Encoding one stretch of frames as H.264. Every stretch gets an encoder of its own, set up alike, so that its first frame
//! is a key frame and all of them share one pair of parameter sets.

use openh264::OpenH264API;
use openh264::encoder::{
    BitRate, Complexity, Encoder, EncoderConfig, FrameRate, IntraFramePeriod, Profile, QpRange, RateControlMode,
    UsageType, VuiConfig,
};

use super::yuv::Yuv;
use crate::media::film::FilmError;
use crate::media::mp4::{ParameterSets, Stretch};

/// Bits a second that the encoder aims at; what it may do is bounded by `QUALITY`.
const BIT_RATE: u32 = 6_000_000;
/// From which coarseness to which: so fine that no blocks show on a soft sky, so coarse that a still picture takes no more than it needs.
const QUALITY: (u8, u8) = (20, 26);

/// A stretch in the making.
pub struct StretchEncoder {
    encoder: Encoder,
    sets: Option<ParameterSets>,
    stretch: Stretch,
}

impl StretchEncoder {
    pub fn new(rate: u32) -> Result<Self, FilmError> {
        #[expect(clippy::cast_precision_loss, reason = "small and whole")]
        let rate = FrameRate::from_hz(rate as f32);
        let config = EncoderConfig::new()
            .profile(Profile::High)
            .vui(VuiConfig::bt709())
            .max_frame_rate(rate)
            .bitrate(BitRate::from_bps(BIT_RATE))
            // The one mode that keeps to the finest step at every frame and drops none; it never looks at a buffer here.
            .rate_control_mode(RateControlMode::Bufferbased)
            .qp(QpRange::new(QUALITY.0, QUALITY.1))
            .skip_frames(false)
            .adaptive_quantization(false)
            .background_detection(false)
            .scene_change_detect(false)
            .intra_frame_period(IntraFramePeriod::auto())
            .complexity(Complexity::Low)
            .usage_type(UsageType::CameraVideoRealTime)
            // Side by side are the stretches, not the parts of a frame.
            .num_threads(1);
        let encoder = Encoder::with_api_config(OpenH264API::from_source(), config).map_err(|e| failed(&e))?;
        Ok(Self { encoder, sets: None, stretch: Stretch::default() })
    }

    /// Encodes the next frame.
    pub fn push(&mut self, frame: &Yuv) -> Result<(), FilmError> {
        let encoded = self.encoder.encode(frame).map_err(|e| failed(&e))?;
        let start = self.stretch.data.len();
        let (mut sps, mut pps) = (None, None);
        for layer in (0..encoded.num_layers()).filter_map(|number| encoded.layer(number)) {
            for unit in (0..layer.nal_count()).filter_map(|number| layer.nal_unit(number)) {
                let unit = without_start_code(unit);
                match unit.first().map(|head| head & 31) {
                    Some(7) => sps = Some(unit.to_vec()),
                    Some(8) => pps = Some(unit.to_vec()),
                    Some(_) => {
                        let length = u32::try_from(unit.len()).map_err(|_| FilmError::Encoder("too large".into()))?;
                        self.stretch.data.extend(length.to_be_bytes());
                        self.stretch.data.extend_from_slice(unit);
                    }
                    None => {}
                }
            }
        }
        let size = self.stretch.data.len() - start;
        if size == 0 {
            return Err(FilmError::Encoder("a frame was left out".into()));
        }
        self.stretch.sizes.push(u32::try_from(size).map_err(|_| FilmError::Encoder("too large".into()))?);
        if let (Some(sps), Some(pps)) = (sps, pps) {
            let sets = ParameterSets { sps, pps };
            if self.sets.get_or_insert_with(|| sets.clone()) != &sets {
                return Err(FilmError::Encoder("the settings changed on the way".into()));
            }
        }
        Ok(())
    }

    pub fn finish(self) -> Result<(ParameterSets, Stretch), FilmError> {
        let sets = self.sets.ok_or_else(|| FilmError::Encoder("it gave no settings".into()))?;
        Ok((sets, self.stretch))
    }
}

fn failed(error: &openh264::Error) -> FilmError {
    FilmError::Encoder(error.to_string())
}

fn without_start_code(unit: &[u8]) -> &[u8] {
    unit.strip_prefix(&[0, 0, 0, 1]).or_else(|| unit.strip_prefix(&[0, 0, 1])).unwrap_or(unit)
}
