// Written by scripts/generate.mjs.
export { Bidirectional, bidirectional, type BidirectionalConfig } from './bidirectional.js';
export { ConvLSTM1D, convLstm1d, type ConvLSTM1DConfig } from './conv-lstm1d.js';
export { ConvLSTM2D, convLstm2d, type ConvLSTM2DConfig } from './conv-lstm2d.js';
export { ConvLSTM3D, convLstm3d, type ConvLSTM3DConfig } from './conv-lstm3d.js';
export { GRUCell, gruCell, type GRUCellConfig } from './gru-cell.js';
export { GRU, gru, type GRUConfig } from './gru.js';
export { LSTMCell, lstmCell, type LSTMCellConfig } from './lstm-cell.js';
export { LSTM, lstm, type LSTMConfig } from './lstm.js';
export { RNN, rnn, type RNNConfig } from './rnn.js';
export { SimpleRNNCell, simpleRNNCell, type SimpleRNNCellConfig } from './simple-rnn-cell.js';
export { SimpleRNN, simpleRNN, type SimpleRNNConfig } from './simple-rnn.js';
export { StackedRNNCells, stackedRNNCells, type StackedRNNCellsConfig } from './stacked-rnn-cells.js';
export { TimeDistributed, timeDistributed, type TimeDistributedConfig } from './time-distributed.js';
