import { ReactNode } from 'react';
import Box from '@material-ui/core/Box';
import Table from '@material-ui/core/Table';
import TableBody from '@material-ui/core/TableBody';
import TableCell from '@material-ui/core/TableCell';
import TableHead from '@material-ui/core/TableHead';
import TableRow from '@material-ui/core/TableRow';

/** A table to be read, without sorting; where the window is too narrow it scrolls by itself. */
export const PlainTable = ({
  head,
  children,
}: {
  head: string[];
  children: ReactNode;
}) => (
  <Box style={{ overflowX: 'auto' }}>
    <Table size="small">
      <TableHead>
        <TableRow>
          {head.map(title => (
            <TableCell key={title}>{title}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>{children}</TableBody>
    </Table>
  </Box>
);
